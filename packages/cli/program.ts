import type { PointLayout, PreparationTarget, Sensitivity } from '@aw-flow/schema/internal'
import type { ExportOptions } from './export/export-workflow.ts'
import { Argument, Command, Option } from 'commander'
import {
  appendValue,
  createExcelOption,
  parseFraction,
  parseNonnegativeNumber,
  parsePrices,
  parseWholeNumber,
  type CommandContext,
} from './command-options.ts'
import type { Shell } from './completion/create-completion-script.ts'
import { productVersion } from './product-version.ts'
import { addRemoteCommands, addServerOptions } from './remote/add-remote-commands.ts'
import type { Terminal } from './terminal/terminal.ts'

// The choices of options are keys, which the type checker compares with the schemas: importing the schemas would take
// longer than printing the help.
const targets = Object.keys({ 'cosmo-ready': true, generic: true, 'ml-ready': true } satisfies Record<
  Exclude<PreparationTarget, 'own'>,
  true
>)
const pointLayouts = Object.keys({ auto: true, simulation: true, projection: true } satisfies Record<PointLayout, true>)
const exportTargets = Object.keys({
  html: true,
  litegraph: true,
  markdown: true,
  mermaid: true,
  n8n: true,
  'node-red': true,
  'serverless-workflow': true,
} satisfies Record<ExportOptions['to'], true>)
const shells = Object.keys({ bash: true, zsh: true, fish: true } satisfies Record<Shell, true>)
const sensitivities = Object.keys({ careful: true, balanced: true, thorough: true } satisfies Record<Sensitivity, true>)

/**
 * Defines the commands of `aw`. Each command imports its code when it runs.
 *
 * @param onExit Receives the command's exit code.
 */
export function createProgram(terminal: Terminal, onExit: (code: number) => void): Command {
  const program = new Command('aw')
    .description('Load, prepare and check data, and run workflows on this computer.')
    .version(productVersion)
    .showHelpAfterError('Run `aw --help` for a list of commands and options.')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodeHelp)

  const context = { terminal, onExit }
  addLoadingCommands(program, context)
  addCheckingCommands(program, context)
  addRunCommands(program, context)
  addRemoteCommands(program, context)
  addReferenceCommands(program, context)
  addServerCommands(program, context)
  addInstallationCommands(program, context)
  return program
}

const exitCodeHelp =
  '\nExit codes: 0 success or valid, 1 failure or not valid, 2 usage error, 3 a limit of memory or time was exceeded, 130 canceled with Ctrl-C.'

/** Adds the commands that load and prepare tables. */
function addLoadingCommands(program: Command, { terminal, onExit }: CommandContext): void {
  program
    .command('load')
    .description('detect the format of a file, or of each file in a folder, and load it')
    .argument('<file>', 'a file, a folder, a URL (http, https), or - for standard input')
    .option(
      '--out <file>',
      'write the table as .csv, .json, .jsonl, .parquet, .arrow, .feather or .xlsx, optionally followed by .gz',
    )
    .option('--out-dir <folder>', 'for a folder: write NAME_converted.csv for each file')
    .option('--text', 'with --out or --out-dir: write CSV with the original text of every value')
    .addOption(createExcelOption().conflicts(['text', 'outDir']))
    .option('--report <file>', 'write the report as JSON; for a folder, one line per file')
    .option(
      '--set <name=value>',
      'override a detected setting: encoding, delimiter, header, entry, part, records (repeatable)',
      appendValue,
      [],
    )
    .option('--model <name>', 'language model for uncertain decisions; if a request fails, rules decide')
    .option('--model-address <url>', 'URL of a service with the OpenAI chat completions API, usually …/v1')
    .option(
      '--model-key <secret>',
      'name of the secret with the API key: value in AW_SECRET_NAME, allowed hosts in AW_SECRET_NAME_HOSTS',
    )
    .option('--model-rows <number>', 'number of lines sent to the model', parseWholeNumber, 5)
    .option('--json', 'print the report as JSON')
    .action(async (file, options) => {
      const { loadCommand } = await import('./commands/data/load.ts')
      onExit(await loadCommand(file, options, terminal))
    })

  program
    .command('prepare')
    .description('load a file and prepare its table for a target')
    .argument('<file>')
    .option('--target <name|file>', `the target: ${targets.join(', ')}, or a file with a schema (JSON)`, 'cosmo-ready')
    .option('--out <file>', 'write the table; the extension selects the format')
    .option('--plan <file>', 'write the plan as JSON')
    .option(
      '--inverse <file>',
      'with ml-ready: write the inverse plan; --apply uses it to restore original values in prepared or predicted tables',
    )
    .option('--apply <plan>', 'apply this plan instead of proposing one')
    .option(
      '--reject <operation>',
      'with --apply: skip an operation in the plan, by id or number (repeatable)',
      appendValue,
      [],
    )
    .option('--links <file>', 'a file with the links between points')
    .option('--table <name=file>', 'a table that the plan refers to by name (repeatable)', appendValue, [])
    .addOption(new Option('--layout <name>', 'layout of points without coordinates').choices(pointLayouts))
    .option('--seed <number>', 'random seed for the projection', parseWholeNumber, 1)
    .option('--label <column>', 'for ml-ready: the column to predict')
    .option('--links-out <file>', 'write the links; the extension selects the format')
    .addOption(createExcelOption())
    .option('--cosmograph <folder>', 'write points, links and the configuration for Cosmograph into this folder')
    .addOption(
      new Option('--format <format>', 'with --cosmograph: the file format')
        .choices(['parquet', 'arrow', 'csv'])
        .default('parquet'),
    )
    .option('--model <name>', 'language model that proposes the plan; if a request fails, rules propose it')
    .option('--model-address <url>', 'URL of a service with the OpenAI chat completions API, usually …/v1')
    .option(
      '--model-key <secret>',
      'name of the secret with the API key: value in AW_SECRET_NAME, allowed hosts in AW_SECRET_NAME_HOSTS',
    )
    .option(
      '--model-rows <number>',
      'number of sample rows sent to the model, in addition to counts and frequent values',
      parseWholeNumber,
      5,
    )
    .option('--model-price <in,out>', 'price per million input and output tokens, in US dollars: 0.15,0.6', parsePrices)
    .option('--json', 'print the reports as JSON')
    .action(async (file, options) => {
      const { prepareCommand } = await import('./commands/data/prepare.ts')
      onExit(await prepareCommand(file, options, terminal))
    })
}

/** Adds the commands that validate and check tables. */
function addCheckingCommands(program: Command, { terminal, onExit }: CommandContext): void {
  program
    .command('validate')
    .description('validate the table in a file against a schema, conditions on its profile, or a row expression')
    .argument('<file>')
    .option(
      '--schema <file>',
      'a schema ({"columns": ["id", "name"]}, JSON Schema, Frictionless) or a validator, as JSON',
    )
    .option('--info <file>', 'conditions on the profile, one per line or as JSON: columns.price.nullShare < 0.05')
    .option('--expression <text>', 'an expression that is true for valid rows: "price > 0"')
    .option('--table <name=file>', 'a table that the schema refers to by name (repeatable)', appendValue, [])
    .option('--report <file>', 'write the report, as .json or .html')
    .option('--json', 'print the report as JSON')
    .action(async (file, options) => {
      const { validateCommand } = await import('./commands/document/validate.ts')
      onExit(await validateCommand(file, options, terminal))
    })

  program
    .command('check')
    .description('find suspicious cells and propose repairs, without configuration or by learning from answers')
    .argument('<file>')
    .option(
      '--errors <file>',
      'write the findings as CSV: row (1 = first data row), column, value, repair, rule, confidence, reason, kind, action',
    )
    .addOption(
      new Option('--sensitivity <level>', 'report almost certain findings, a balanced selection, or everything')
        .choices(sensitivities)
        .default('balanced'),
    )
    .option(
      '--plan <file>',
      'write the repairs with high confidence as a plan, for `aw prepare --target generic --apply`',
    )
    .option(
      '--propose <file>',
      'write the rows that are most useful to review, as labels (row, column, verdict, correct, value); correct the file, then pass it to --labels',
    )
    .option(
      '--labels <file>',
      'learn from a CSV file: row (1 = first data row), column (* = all other columns), verdict (right or wrong), correct (for a wrong cell; empty = no value), value (optional; matches the rows of other files)',
    )
    .option('--teach <file>', 'learn from a clean copy of the file with the same rows and columns')
    .option('--answers <number>', 'number of rows to review with --teach and --propose', parseWholeNumber, 20)
    .option('--model <name>', 'language model that reviews uncertain findings, without changing them')
    .option('--model-address <url>', 'URL of a service with the OpenAI chat completions API, usually …/v1')
    .option(
      '--model-key <secret>',
      'name of the secret with the API key: value in AW_SECRET_NAME, allowed hosts in AW_SECRET_NAME_HOSTS',
    )
    .option('--model-rows <number>', 'number of findings sent to the model', parseWholeNumber, 5)
    .option('--json', 'print the report as JSON')
    .action(async (file, options) => {
      const { checkCommand } = await import('./commands/data/check.ts')
      onExit(await checkCommand(file, options, terminal))
    })
}

/** Options of `aw run` for runs on this computer. */
const optionsOfThisComputer = [
  'set',
  'workflows',
  'events',
  'resume',
  'approve',
  'reject',
  'done',
  'migrate',
  'event',
  'allowHost',
  'folder',
  'memory',
  'imported',
  'grant',
]

/** Adds the commands that run workflows and evaluate agents. */
function addRunCommands(program: Command, { terminal, onExit }: CommandContext): void {
  const run = program
    .command('run')
    .description('run a workflow on this computer, or on a server')
    .argument('[workflow]', 'a workflow file (JSON or YAML); with --server, the name or ID of a workflow')
    .option(
      '--input <[node=]file>',
      'an input file for every node that reads a file, or for one node (repeatable)',
      appendValue,
      [],
    )
    .option('--data <json>', 'data for every trigger; default: the sample data of each trigger')
    .option('--set <node.setting=value>', 'change a setting for this run (repeatable)', appendValue, [])
    .option('--workflows <folder>', 'a folder with sub-workflows, in addition to the workflow folder')
    .option('--seed <number>', 'seed for all random values', parseWholeNumber, 1)
    .option('--out <file>', 'write the result table; the extension selects the format')
    .addOption(createExcelOption())
    .option('--events <file>', 'write the run record: one line of JSON per event')
    .option('--resume <record>', 'resume a run from the record that --events wrote, and append to that record')
    .option('--approve <node>', 'with --resume: approve a node (repeatable)', appendValue, [])
    .option('--reject <node>', 'with --resume: reject a node (repeatable)', appendValue, [])
    .option(
      '--done <node[=json]>',
      'with --resume: mark an interrupted effect as done, with its result; for an agent that reached a limit, omit the JSON to use the result so far (repeatable)',
      appendValue,
      [],
    )
    .option(
      '--migrate',
      'with --resume: use the installed versions of node types if the versions in the record are missing',
    )
    .option(
      '--event <name[=json]>',
      'with --resume: send an event that a node is waiting for (repeatable)',
      appendValue,
      [],
    )
    .option('--allow-host <host>', 'allow a private host: localhost:8080 (repeatable)', appendValue, [])
    .option('--folder <folder>', 'allow the workflow to read and write files in this folder')
    .option('--memory <folder>', 'store agent memory across runs in this folder')
    .option('--imported', 'deny access to secrets, hosts, folders and models, except what --grant allows')
    .option(
      '--grant <access>',
      'like --imported, and grant secret:NAME, host:HOST, folder or models (repeatable)',
      appendValue,
      [],
    )
    .option(
      '--nodes <module>',
      'a module with custom node types, in addition to AW_NODES (repeatable)',
      appendValue,
      [],
    )
    .option('--json', 'print the result as JSON')
    .action(async (workflow, options) => {
      const { loadCatalog } = await import('./commands/document/load-catalog.ts')
      const catalog = await loadCatalog(options.nodes)
      if (options.server !== undefined) {
        const { runOnServer } = await import('./remote/run-on-server.ts')
        return onExit(await runOnServer(workflow, options, catalog, terminal))
      }
      const { runCommand } = await import('./commands/run/run.ts')
      onExit(await runCommand(workflow, options, catalog, terminal))
    })
    .addHelpText('after', exitCodeHelp)
  addServerOptions(run, optionsOfThisComputer).option(
    '--detach',
    'with --server: print the ID of the run, and end as soon as it has started',
  )

  program
    .command('evaluate')
    .description('run a workflow on each row of a file, compare the answers with expected answers, and print the score')
    .argument('<workflow>', 'a workflow file (JSON or YAML) with a trigger')
    .requiredOption('--cases <file>', 'a file with one case per row; the row is the data of every trigger')
    .option('--input-column <name>', 'column with the data; default: an object of all columns except the expected one')
    .option(
      '--expected-column <name>',
      'column with the expected answers; without it, every answer that matches --schema passes',
    )
    .addOption(
      new Option('--compare <how>', 'how an answer is compared with the expected answer')
        .choices(['equal', 'contains', 'number'])
        .default('equal'),
    )
    .option('--tolerance <number>', 'with --compare number: the maximum difference', parseNonnegativeNumber, 0)
    .option('--schema <file>', 'a file with a JSON Schema that every answer must match')
    .option(
      '--threshold <fraction>',
      'minimum fraction of passed cases, from 0 to 1; below it, the exit code is 1',
      parseFraction,
      1,
    )
    .option('--max-cases <number>', 'maximum number of rows to run', parseWholeNumber, 200)
    .option('--set <node.setting=value>', 'change a setting (repeatable)', appendValue, [])
    .option('--workflows <folder>', 'a folder with sub-workflows, in addition to the workflow folder')
    .option('--allow-host <host>', 'allow a private host: localhost:8080 (repeatable)', appendValue, [])
    .option('--imported', 'deny access to secrets, hosts and models, except what --grant allows')
    .option(
      '--grant <access>',
      'like --imported, and grant secret:NAME, host:HOST or models (repeatable)',
      appendValue,
      [],
    )
    .option(
      '--nodes <module>',
      'a module with custom node types, in addition to AW_NODES (repeatable)',
      appendValue,
      [],
    )
    .option('--report <file>', 'write the result as JSON')
    .option('--json', 'print the result as JSON')
    .action(async (workflow, options) => {
      const { evaluateCommand } = await import('./commands/run/evaluate.ts')
      const { loadCatalog } = await import('./commands/document/load-catalog.ts')
      onExit(await evaluateCommand(workflow, options, await loadCatalog(options.nodes), terminal))
    })
}

/** Adds the commands that import workflows, and explain node types and problems. */
function addReferenceCommands(program: Command, { terminal, onExit }: CommandContext): void {
  program
    .command('export')
    .description(
      'write a workflow in another format: of another tool, as a document, or as an HTML file that runs offline',
    )
    .argument('<workflow>', 'a workflow file (JSON or YAML)')
    .addOption(new Option('--to <format>', 'the format').choices(exportTargets).makeOptionMandatory())
    .option('--out <file>', 'write to this file instead of standard output')
    .option(
      '--input <[node=]file>',
      'for an HTML file: data for every Load node, or for one (repeatable)',
      appendValue,
      [],
    )
    .action(async (workflow, options) => {
      const { exportWorkflow } = await import('./export/export-workflow.ts')
      const { loadCatalog } = await import('./commands/document/load-catalog.ts')
      onExit(await exportWorkflow(workflow, options, await loadCatalog([]), terminal))
    })

  addServerOptions(program.command('import'), ['out'])
    .description('convert a workflow from a different system or an older version, or import a folder into a server')
    .argument(
      '<file>',
      'JSON or YAML with nodes and edges, nodes and connections, or steps, or an export of another tool; with --server, also a folder',
    )
    .option('--out <workflow>', 'write the workflow to this file instead of standard output')
    .option('--dry-run', 'with --server: report what would be imported, and change nothing')
    .option('--json', 'with --server: print the report as JSON')
    .option(
      '--nodes <module>',
      'a module with custom node types, in addition to AW_NODES (repeatable)',
      appendValue,
      [],
    )
    .action(async (file, options) => {
      const { importCommand } = await import('./commands/document/import.ts')
      const { loadCatalog } = await import('./commands/document/load-catalog.ts')
      onExit(await importCommand(file, options, await loadCatalog(options.nodes), terminal))
    })
    .addHelpText(
      'after',
      '\nWorkflows are imported into a server as drafts that cannot use secrets, hosts or models until a user grants them.' +
        '\nA workflow with the same name and content is skipped; one with different content is not overwritten.',
    )

  program
    .command('nodes')
    .description('list the node types, or show one')
    .argument('[name]')
    .option(
      '--nodes <module>',
      'a module with custom node types, in addition to AW_NODES (repeatable)',
      appendValue,
      [],
    )
    .option('--json', 'print as JSON')
    .action(async (name, options) => {
      const { nodesCommand } = await import('./commands/document/nodes.ts')
      const { loadCatalog } = await import('./commands/document/load-catalog.ts')
      onExit(await nodesCommand(name, options, await loadCatalog(options.nodes), terminal))
    })

  program
    .command('explain')
    .description('explain problem codes: when a problem occurs, an example, and what to do')
    .argument('[codes...]', 'such as load.no-reader; default: list all codes')
    .action(async (codes) => {
      const { explainCommand } = await import('./commands/document/explain.ts')
      onExit(explainCommand(codes, terminal))
    })
}

/** Adds the commands that start and administer a server. */
function addServerCommands(program: Command, { terminal, onExit }: CommandContext): void {
  program
    .command('serve')
    .description('serve the studio and the API on http://localhost:3000')
    .option('--port <number>', 'port (default: 3000)', parseWholeNumber)
    .option('--host <addresses>', 'addresses to listen on instead of loopback; requires AW_TOKEN')
    .action(async (options) => {
      const { serveCommand } = await import('./commands/server/serve.ts')
      onExit(await serveCommand(options, terminal))
    })

  program
    .command('worker')
    .description('execute runs for servers with the same DATABASE_URL; on SIGTERM, other workers take over its runs')
    .option('--port <number>', 'port for health checks and metrics (0: any free port)', parseWholeNumber, 0)
    .action(async (options) => {
      const { serveCommand } = await import('./commands/server/serve.ts')
      onExit(await serveCommand({ ...options, role: 'worker' }, terminal))
    })

  program
    .command('backup')
    .description('write all server data (AW_DATA, DATABASE_URL, STORAGE_URL) to one file')
    .argument('<file>', 'such as aw-backup.tar.gz')
    .action(async (file) => {
      const { backupCommand } = await import('./commands/server/backup.ts')
      onExit(await backupCommand(file, terminal))
    })

  program
    .command('restore')
    .description('restore a backup into an empty database and storage')
    .argument('<file>')
    .option('--no-secrets', 'skip the secrets, for example if their key is lost')
    .action(async (file, options) => {
      const { restoreCommand } = await import('./commands/server/restore.ts')
      onExit(await restoreCommand(file, options, terminal))
    })

  program
    .command('purge')
    .description('permanently remove deleted items and finished runs that are older than a number of days (0: never)')
    .option('--deleted <days>', 'deleted items; default: AW_KEEP_DELETED (30)', parseWholeNumber)
    .option(
      '--runs <days>',
      'finished runs with their records and results; default: AW_KEEP_RUNS (0)',
      parseWholeNumber,
    )
    .option('--results <days>', 'result tables from runs; default: AW_KEEP_RESULTS (0)', parseWholeNumber)
    .action(async (options) => {
      const { purgeCommand } = await import('./commands/server/purge.ts')
      onExit(await purgeCommand(options, terminal))
    })

  program
    .command('rotate-key')
    .description('re-encrypt all secrets with a new key from AW_KEY_NEXT or a new key file')
    .action(async () => {
      const { rotateKeyCommand } = await import('./commands/server/rotate-key.ts')
      onExit(await rotateKeyCommand(terminal))
    })

  program
    .command('migrate')
    .description('migrate the database to the latest or a given version')
    .argument('[name]', 'a migration such as 0003-versions, or none to revert all; data of reverted migrations is lost')
    .action(async (name) => {
      const { migrateCommand } = await import('./commands/server/migrate.ts')
      onExit(await migrateCommand(name, terminal))
    })
}

/** Adds the commands about this installation. */
function addInstallationCommands(program: Command, { terminal, onExit }: CommandContext): void {
  program
    .command('doctor')
    .description('check Node, memory, packages, browser, database and storage, and say how to get what is missing')
    .option('--json', 'print the checks as JSON')
    .action(async (options) => {
      const { doctorCommand } = await import('./doctor/doctor-command.ts')
      onExit(await doctorCommand(options, terminal))
    })

  program
    .command('completion')
    .description('print a script that completes commands, options and file names in a shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .action(async (shell) => {
      const { createCompletionScript } = await import('./completion/create-completion-script.ts')
      terminal.print(createCompletionScript(program, shell).trimEnd())
    })
    .addHelpText(
      'after',
      '\nIn ~/.bashrc: eval "$(aw completion bash)"\nIn ~/.zshrc, after compinit: eval "$(aw completion zsh)"' +
        '\nIn fish: aw completion fish > ~/.config/fish/completions/aw.fish',
    )
}
