#!/usr/bin/env node
import { exitCodes } from './exit-codes.js'
import { runCli } from './run-cli.js'

// Whoever reads the output may have read enough: `monotable … | head`.
process.stdout.on('error', error => {
  process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? exitCodes.fine : exitCodes.failed)
})

const exitCode = await runCli(process.argv.slice(2))
// The user's files may leave timers and sockets behind. A pipe is written to the end before the process ends.
process.stdout.write('', () => process.exit(exitCode))
