import { pointLayoutSchema, sensitivitySchema, preparationTargetSchema } from '@aw-flow/schema'
import { Command, InvalidArgumentError, Option } from 'commander'
import { backupCommand } from './commands/backup.ts'
import { checkCommand } from './commands/check.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { loadCommand } from './commands/load.ts'
import { migrateCommand } from './commands/migrate.ts'
import { nodesCommand } from './commands/nodes.ts'
import { ownCatalogue } from './commands/own-catalogue.ts'
import { prepareCommand } from './commands/prepare.ts'
import { purgeCommand } from './commands/purge.ts'
import { restoreCommand } from './commands/restore.ts'
import { rotateKeyCommand } from './commands/rotate-key.ts'
import { runCommand } from './commands/run.ts'
import { serveCommand } from './commands/serve.ts'
import { validateCommand } from './commands/validate.ts'
import type { Terminal } from './terminal/terminal.ts'

/** The commands of `aw`, as they are read from a line. `done` is told each command's exit code. */
export function createProgram(terminal: Terminal, done: (exit: number) => void): Command {
  const program = new Command('aw')
    .description('Load, prepare and check data, and run workflows, on this computer.')
    .version('0.1.0')
    .showHelpAfterError('Run `aw --help` to see what there is.')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nExit: 0 done or valid, 1 failed or not valid, 2 wrong use, 130 stopped by Ctrl-C.')

  program
    .command('load')
    .description('find out what is in a file, or in each file of a folder, and load it')
    .argument('<file>', 'a file, a folder, an address (http, https), or - for standard input')
    .option(
      '--out <file>',
      'write the table, as .csv, .json, .jsonl, .parquet, .arrow, .feather or .xlsx, or with .gz behind it',
    )
    .option('--out-dir <folder>', 'for a folder: write NAME_converted.csv for each of its files')
    .option('--text', 'with --out or --out-dir: CSV with every value as it is written in the source')
    .option('--report <file>', 'write the report as JSON; for a folder one a line')
    .option(
      '--set <name=value>',
      'fix what is decided otherwise: encoding, delimiter, header, entry, part, records (repeatable)',
      collect,
      [],
    )
    .option('--json', 'say the report as JSON')
    .action(async (file, options) => done(await loadCommand(file, options, terminal)))

  program
    .command('prepare')
    .description('load a file and make its table fit for a target')
    .argument('<file>')
    .option(
      '--target <name|file>',
      `what it is made fit for: ${preparationTargetSchema.exclude(['own']).options.join(', ')}, or a schema of your own (JSON)`,
      'cosmo-ready',
    )
    .option('--out <file>', 'write the table, by its ending')
    .option('--plan <file>', 'write the plan as JSON')
    .option(
      '--inverse <file>',
      'with ml-ready: write the plan that leads back, for --apply on what was prepared or foretold',
    )
    .option('--apply <plan>', 'carry out this plan instead of making one')
    .option(
      '--reject <operation>',
      'with --apply: leave one of its operations out, by its id or number (repeatable)',
      collect,
      [],
    )
    .option('--links <file>', 'the links of the points, a file of their own')
    .option('--table <name=file>', 'a table that the plan reads by name (repeatable)', collect, [])
    .addOption(
      new Option('--layout <way>', 'how points without coordinates are placed').choices(pointLayoutSchema.options),
    )
    .option('--seed <number>', 'draws a projection', wholeNumber, 1)
    .option('--label <column>', 'for ml-ready: the column that is to be foretold')
    .option('--links-out <file>', 'write the links, by its ending')
    .option('--cosmograph <folder>', 'write points, links and the configuration of Cosmograph there')
    .addOption(
      new Option('--format <format>', 'with --cosmograph: what is written')
        .choices(['parquet', 'arrow', 'csv'])
        .default('parquet'),
    )
    .option('--model <name>', 'a language model that proposes the plan; where it fails, rules make it')
    .option('--model-address <url>', 'where it is asked: a service that speaks OpenAI’s chat completions, mostly …/v1')
    .option('--model-key <secret>', 'the name of its key: AW_SECRET_NAME, bound to hosts by AW_SECRET_NAME_HOSTS')
    .option('--model-rows <number>', 'rows that it is shown, beside counts and frequent values', wholeNumber, 5)
    .option('--model-price <in,out>', 'what a million tokens cost, those of questions and of answers: 0.15,0.6', prices)
    .option('--json', 'say the reports as JSON')
    .action(async (file, options) => done(await prepareCommand(file, options, terminal)))

  program
    .command('validate')
    .description('check the table of a file: by a schema, by facts of its profile, by an expression over its rows')
    .argument('<file>')
    .option(
      '--schema <file>',
      'a schema ({"columns": ["id", "name"]}, JSON Schema, Frictionless) or a validator, as JSON',
    )
    .option('--info <file>', 'conditions over the profile, one a line or as JSON: columns.price.nullShare < 0.05')
    .option('--expression <text>', 'what is true of each row that is right: "price > 0"')
    .option('--table <name=file>', 'a table that the schema refers to by name (repeatable)', collect, [])
    .option('--report <file>', 'write the report, as .json or .html')
    .option('--json', 'say the report as JSON')
    .action(async (file, options) => done(await validateCommand(file, options, terminal)))

  program
    .command('check')
    .description('find suspicious cells by what the table itself says, with their repairs')
    .argument('<file>')
    .option(
      '--errors <file>',
      'write them as CSV: row (1 = the first row of data), column, value, repair, rule, confidence, reason, kind, action',
    )
    .addOption(
      new Option('--sensitivity <level>', 'report what is almost certain, what is best on the whole, or everything')
        .choices(sensitivitySchema.options)
        .default('balanced'),
    )
    .option('--plan <file>', 'write the surer repairs as a plan, for `aw prepare --target generic --apply`')
    .option('--json', 'say the report as JSON')
    .action(async (file, options) => done(await checkCommand(file, options, terminal)))

  program
    .command('run')
    .description('run a workflow')
    .argument('[workflow]', 'a workflow file, as JSON')
    .option(
      '--input <[node=]file>',
      'a file for every node that reads one, or for the one that is named (repeatable)',
      collect,
      [],
    )
    .option('--data <json>', 'what the start brings, for every trigger; without it each has its sample')
    .option('--set <node.setting=value>', 'change a setting for this run (repeatable)', collect, [])
    .option('--workflows <folder>', 'where the workflows are that it names, beside the folder of its own')
    .option('--seed <number>', 'seeds everything random', wholeNumber, 1)
    .option('--out <file>', 'write the result table, by its ending')
    .option('--events <file>', 'keep the record: every event as it happens, one line of JSON each')
    .option('--resume <record>', 'go on with the run of a record that --events has kept, in the same file')
    .option('--approve <node>', 'with --resume: approve what a node shows (repeatable)', collect, [])
    .option('--reject <node>', 'with --resume: reject it (repeatable)', collect, [])
    .option(
      '--done <node=json>',
      'with --resume: what was interrupted was done, and came to this (repeatable)',
      collect,
      [],
    )
    .option('--migrate', 'with --resume: go on with the node types that are here, where those of the record are gone')
    .option('--event <name[=json]>', 'with --resume: send an event that a node waits for (repeatable)', collect, [])
    .option(
      '--allow-host <host>',
      'a host that may be reached though it is private: localhost:8080 (repeatable)',
      collect,
      [],
    )
    .option('--folder <folder>', 'the folder in which the workflow may read and write files')
    .option(
      '--nodes <module>',
      'a module that brings node types of your own, beside those of AW_NODES (repeatable)',
      collect,
      [],
    )
    .option('--json', 'say the result as JSON')
    .action(async (workflow, options) =>
      done(await runCommand(workflow, options, await ownCatalogue(options.nodes), terminal)),
    )

  program
    .command('import')
    .description('write a workflow of another system, or an older one, as a workflow of today; nothing of it is run')
    .argument('<file>', 'JSON with nodes and edges, nodes and connections, or steps')
    .option('--out <workflow>', 'write it there instead of saying it')
    .option(
      '--nodes <module>',
      'a module that brings node types of your own, beside those of AW_NODES (repeatable)',
      collect,
      [],
    )
    .action(async (file, options) =>
      done(await importCommand(file, options, await ownCatalogue(options.nodes), terminal)),
    )

  program
    .command('nodes')
    .description('list the node types, or show one')
    .argument('[name]')
    .option(
      '--nodes <module>',
      'a module that brings node types of your own, beside those of AW_NODES (repeatable)',
      collect,
      [],
    )
    .option('--json', 'as JSON')
    .action(async (name, options) =>
      done(await nodesCommand(name, options, await ownCatalogue(options.nodes), terminal)),
    )

  program
    .command('explain')
    .description('explain problem codes: when a problem occurs, an example, and what to do')
    .argument('[codes...]', 'such as load.no-reader; without any, all codes are listed')
    .action((codes) => done(explainCommand(codes, terminal)))

  program
    .command('serve')
    .description('serve the studio and the API on http://localhost:3000')
    .option('--port <number>', 'another port', wholeNumber)
    .option('--host <addresses>', 'other addresses than the loopback ones; AW_TOKEN must be set')
    .action(async (options) => done(await serveCommand(options, terminal)))

  program
    .command('worker')
    .description('perform the runs of servers that share DATABASE_URL; ends on SIGTERM, others go on')
    .option('--port <number>', 'where it tells its health and its metrics (0: any free port)', wholeNumber, 0)
    .action(async (options) => done(await serveCommand({ ...options, role: 'worker' }, terminal)))

  program
    .command('backup')
    .description('write everything that the server keeps (AW_DATA, DATABASE_URL, STORAGE_URL) into one file')
    .argument('<file>', 'as aw-backup.tar.gz')
    .action(async (file) => done(await backupCommand(file, terminal)))

  program
    .command('restore')
    .description('put what `aw backup` wrote into a database and a storage that hold nothing')
    .argument('<file>')
    .option('--no-secrets', 'leave the secrets out, where their key is lost')
    .action(async (file, options) => done(await restoreCommand(file, options, terminal)))

  program
    .command('purge')
    .description('remove for good what was deleted, and runs that ended, before so many days (0: keep for ever)')
    .option('--deleted <days>', 'what was deleted; else AW_KEEP_DELETED (30)', wholeNumber)
    .option('--runs <days>', 'runs with records and results; else AW_KEEP_RUNS (0)', wholeNumber)
    .option('--results <days>', 'tables that runs came to; else AW_KEEP_RESULTS (0)', wholeNumber)
    .action(async (options) => done(await purgeCommand(options, terminal)))

  program
    .command('rotate-key')
    .description('seal all secrets under a new key: AW_KEY_NEXT in the place of AW_KEY, or a new key file')
    .action(async () => done(await rotateKeyCommand(terminal)))

  program
    .command('migrate')
    .description('bring the database to the newest version, or to the one that is named')
    .argument('[name]', 'a migration as 0003-versions, or none: before the first; what it lacks is lost')
    .action(async (name) => done(await migrateCommand(name, terminal)))

  return program
}

const collect = (value: string, before: string[]): string[] => [...before, value]

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}

function prices(text: string): { input: number; output: number } {
  if (!/^\d+(?:\.\d+)?,\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('It is two numbers: 0.15,0.6.')
  const [input, output] = text.split(',').map(Number) as [number, number]
  return { input, output }
}
