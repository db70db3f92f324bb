#!/usr/bin/env node
import { exitCodes } from './exit-codes.js'
import { runCli } from './run-cli.js'

const isClosed = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EPIPE'

// Whoever reads the output may have read enough, `monotable … | head`: that ends nothing, and changes nothing of the exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', error => {
    if (!isClosed(error)) process.exit(exitCodes.failed)
  })
// That the SDK will need a later Node one day is nothing that somebody who runs a command can act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const exitCode = await runCli(process.argv.slice(2))
// The user's files may leave timers and sockets behind. A pipe is written to the end before the process ends.
process.stdout.write('', error => process.exit(error && !isClosed(error) ? exitCodes.failed : exitCode))
