import fc from 'fast-check'

// A run is repeated by its seed. CI repeats the same cases, so that a change is judged by what it changed; elsewhere each run
// tries new ones.
const given = process.env.FUZZ_SEED || (process.env.CI ? 20_261_122 : undefined)
if (given !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) })
