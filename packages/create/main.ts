import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createProject, FolderNotEmptyError, canCreateProject } from './create-project.ts'
import { frameworks, isAtLeast, type Framework } from './frameworks.ts'

/** The terminal that the program reads from and writes to. */
export interface Terminal {
  readonly isInteractive: boolean
  readonly write: (text: string) => void
  readonly writeError: (text: string) => void
}

const processTerminal: Terminal = {
  isInteractive: process.stdin.isTTY && process.stdout.isTTY && !process.env.CI,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
}

const frameworkNames = frameworks.map(({ name }) => name).join(', ')
const usage = `Usage: npm create @aw-flow [FOLDER] [-- --framework NAME]

Creates a project with the workflow editor. Without arguments, the command asks for a framework and a folder.

  -f, --framework NAME   ${frameworkNames}
  -h, --help             Show this help
`

/** Thrown when a command-line argument is invalid or missing. */
class UsageError extends Error {
  override name = 'UsageError'
}

/**
 * Runs the command-line program.
 *
 * @param args - The command-line arguments, without the program name.
 * @returns The exit code: 0 if the project was created, 1 if an error occurred before anything was written, 130 if the
 * user canceled.
 */
export async function main(args: readonly string[], terminal = processTerminal): Promise<number> {
  try {
    const { values, positionals } = readArguments(args)
    if (values.help) {
      terminal.write(usage)
      return 0
    }
    const choice = await promptForMissingArguments(findFramework(values.framework), positionals[0], terminal)
    if (!choice) return 130
    createProject(choice.framework, resolve(choice.folder))
    terminal.write(formatNextSteps(choice.framework, choice.folder))
    return 0
  } catch (cause) {
    if (!(cause instanceof UsageError || cause instanceof FolderNotEmptyError)) throw cause
    terminal.writeError(`${cause.message}\n`)
    return 1
  }
}

interface Arguments {
  readonly values: { readonly framework?: string; readonly help?: boolean }
  readonly positionals: readonly string[]
}

function readArguments(args: readonly string[]): Arguments {
  try {
    const options = { framework: { type: 'string', short: 'f' }, help: { type: 'boolean', short: 'h' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (positionals.length > 1) throw new TypeError(`Unexpected argument "${positionals[1]}".`)
    return { values, positionals }
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(`${cause.message}\n\n${usage}`)
    throw cause
  }
}

function findFramework(name: string | undefined): Framework | undefined {
  if (name === undefined) return undefined
  const framework = frameworks.find((candidate) => candidate.name === name)
  if (!framework) throw new UsageError(`"${name}" is not a known framework. Use one of ${frameworkNames}.`)
  return framework
}

interface Choice {
  readonly framework: Framework
  readonly folder: string
}

/** Prompts for the arguments that were omitted. Returns `undefined` if the user cancels. */
async function promptForMissingArguments(
  framework: Framework | undefined,
  folder: string | undefined,
  { isInteractive }: Terminal,
): Promise<Choice | undefined> {
  if (framework && folder !== undefined) return { framework, folder }
  if (!isInteractive) {
    const missingArguments = framework ? 'a folder' : folder === undefined ? 'a framework and a folder' : 'a framework'
    throw new UsageError(`Specify ${missingArguments}.\n\n${usage}`)
  }
  const { cancel, isCancel, select, text } = await import('@clack/prompts')
  const name =
    framework?.name ??
    (await select({
      message: 'Framework',
      options: frameworks.map(({ name: value, title, minNodeVersion }) => ({
        value,
        label: title,
        ...(isSupported(minNodeVersion) ? {} : { hint: `requires Node ${minNodeVersion}` }),
      })),
    }))
  const selectedFolder = isCancel(name)
    ? name
    : (folder ??
      (await text({
        message: 'Folder',
        placeholder: 'my-workflows',
        defaultValue: 'my-workflows',
        validate: (path) =>
          canCreateProject(resolve(path || 'my-workflows')) ? undefined : 'This folder is not empty.',
      })))
  if (isCancel(name) || isCancel(selectedFolder)) {
    cancel('Canceled. Nothing was written.')
    return undefined
  }
  return { framework: findFramework(name)!, folder: selectedFolder }
}

const isSupported = (minNodeVersion = '0'): boolean => isAtLeast(process.versions.node, minNodeVersion)

function formatNextSteps({ title, minNodeVersion, scripts }: Framework, folder: string): string {
  const path = relative(process.cwd(), resolve(folder))
  const steps = [...(path === '' ? [] : [`cd ${path}`]), 'npm install', 'npm run dev']
  const warning = isSupported(minNodeVersion)
    ? ''
    : `${title} requires Node ${minNodeVersion} or newer. This is Node ${process.versions.node}.\n\n`
  const production = `npm run build${scripts.start ? ' && npm start' : ''}`
  return `\nCreated the project in ${path || 'this folder'}.\n\n${warning}${steps.map((step) => `  ${step}\n`).join('')}
For production: ${production}
`
}
