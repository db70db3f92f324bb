import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addCheck } from './commands/check.js'
import { addDiagram } from './commands/diagram.js'
import { addPlan } from './commands/plan.js'
import { addPull } from './commands/pull.js'
import { addRun } from './commands/run.js'
import { addStatus } from './commands/status.js'
import { addTable } from './commands/table.js'
import { addUndo } from './commands/undo.js'
import { addVerify } from './commands/verify.js'
import { packageFile } from './own-package.js'
import type { Run } from './program-types.js'

/** In the order of use. */
const commands = [addPull, addCheck, addPlan, addRun, addVerify, addUndo, addStatus, addTable, addDiagram]

const AFTER = `
A first look at a table that is there, without writing to it:
  monotable pull --table app --out src/entities.ts
  monotable check src/entities.ts

Exit codes:
  0    all is as it should be
  1    something was found: violations, drift, items that are not done
  2    wrong use, or definitions that can't work; nothing was done
  3    it failed on the way; what was done is said
  130  ended by Ctrl-C (143 by SIGTERM)

Environment:
  AWS_REGION, AWS_PROFILE, …  as for every tool that uses the AWS SDK
  DYNAMODB_URL                the server, where it is not AWS's: DynamoDB Local
  NO_COLOR, FORCE_COLOR       no colours, or colours though it is no terminal

monotable.config.ts in the folder can say what options would:
  import { defineConfig } from 'monotable/migrate'
  export default defineConfig({
    table: 'app', region: 'eu-central-1', definitions: './src/entities.ts',
  })`

/** The command line. Its commands are made by `run`. */
export function createProgram(run: Run): Command {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
  const program = new Command('monotable')
    .description('Adopt, check and migrate single tables of DynamoDB.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'Show what a command does, with examples.')
    .option('--json', 'give one JSON document on stdout, and nothing else there')
    .option('--no-color', 'no colours (or set NO_COLOR)')
    .option('--config <file>', 'the configuration (default: monotable.config.ts, where there is one)')
    .configureHelp({ showGlobalOptions: true })
    // What is wrong is said where all errors are.
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', AFTER)
  for (const add of commands) add(program, run)
  return program
}
