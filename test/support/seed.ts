import fc from 'fast-check'

// CI repeats the same cases, so that a change is judged by what it changed; elsewhere each run tries new ones.
if (process.env.CI) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_122 })
