import { Option, type Command } from 'commander'
import type { RunLogEntry } from '@aw-flow/schema/internal'
import { createExcelOption, parseWholeNumber, type CommandContext } from '../command-options.ts'
import type { RunsCommandOptions } from './runs-command.ts'

// The choices of options are keys, which the type checker compares with the types of the API.
const statuses = Object.keys({
  queued: true,
  running: true,
  waiting: true,
  completed: true,
  failed: true,
  cancelled: true,
} satisfies Record<NonNullable<RunsCommandOptions['status']>, true>)
const levels = Object.keys({ debug: true, info: true, warning: true, error: true } satisfies Record<
  RunLogEntry['level'],
  true
>)

/**
 * Adds the options that select a server.
 *
 * @param conflicts Names of options that cannot be used with a server.
 */
export const addServerOptions = (command: Command, conflicts: readonly string[] = []): Command =>
  command
    .addOption(
      new Option('--server <url>', 'URL of a server, or name of a profile; see `aw profiles`').conflicts([
        ...conflicts,
      ]),
    )
    .option(
      '--token <key>',
      'with --server: an API key or token; default: the key of the profile, or AW_TOKEN for a URL',
    )
    .option('--workspace <id>', 'with --server: a workspace other than the default one')

const defaultServer =
  '\nDefault for --server: AW_SERVER, or the default profile. A key in AW_TOKEN is sent only to a URL.'

/** Adds the commands for the runs of a server, which load their code when they run. */
export function addRemoteCommands(program: Command, { terminal, onExit }: CommandContext): void {
  addServerOptions(program.command('runs'))
    .description('list the runs on a server, newest first')
    .option('--workflow <name>', 'only runs of this workflow: its name or ID')
    .addOption(new Option('--status <status>', 'only runs with this status').choices(statuses))
    .option('--limit <number>', 'number of runs, up to 200', parseWholeNumber, 20)
    .option('--retry', 'retry the failed runs in the list, and print the IDs of the new runs')
    .option('--json', 'print as JSON')
    .action(async (options) => {
      const { runsCommand } = await import('./runs-command.ts')
      onExit(await runsCommand(options, terminal))
    })
    .addHelpText('after', defaultServer)

  addServerOptions(program.command('logs'))
    .description('print the log of a run on a server')
    .argument('<run>', 'ID of the run, as in `aw runs`')
    .option('-f, --follow', 'wait for new lines until the run ends')
    .addOption(new Option('--level <level>', 'only lines with this level').choices(levels))
    .option('--json', 'print each line as JSON')
    .action(async (run, options) => {
      const { logsCommand } = await import('./logs-command.ts')
      onExit(await logsCommand(run, options, terminal))
    })
    .addHelpText('after', defaultServer)

  addServerOptions(program.command('results'))
    .description('list the result tables of a run on a server, or write one to a file')
    .argument('<run>', 'ID of the run, as in `aw runs`')
    .option('--node <id>', 'with --out: the table of this node; default: the last one')
    .option(
      '--out <file>',
      'write the table as .csv, .json, .jsonl, .parquet, .arrow, .feather or .xlsx, optionally followed by .gz',
    )
    .addOption(createExcelOption())
    .option('--json', 'print the result as JSON')
    .action(async (run, options) => {
      const { resultsCommand } = await import('./results-command.ts')
      onExit(await resultsCommand(run, options, terminal))
    })
    .addHelpText('after', defaultServer)

  program
    .command('profiles')
    .description('list the saved servers with their keys, or save, select or remove one')
    .argument('[name]', 'name of the profile, which --server of other commands takes')
    .option('--server <url>', 'save this URL')
    .option('--token <key>', 'save this API key or token; - reads it from standard input')
    .option('--workspace <id>', 'save this workspace')
    .option('--default', 'use the profile for commands without --server; the first one is the default')
    .addOption(new Option('--remove', 'remove the profile').conflicts(['server', 'token', 'workspace', 'default']))
    .action(async (name, options) => {
      const { profilesCommand } = await import('./profiles-command.ts')
      onExit(await profilesCommand(name, options, terminal))
    })
    .addHelpText(
      'after',
      '\nProfiles are stored in the configuration folder (~/.config/aw/profiles.json), readable only by you.',
    )
}
