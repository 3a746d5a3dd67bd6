import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Framework } from './frameworks.ts'
import { getGuidePath, getPackagePath } from './package-file.ts'
import { parseGuide } from './read-guide.ts'

/** Thrown when the folder for a new project already contains files. @internal */
export class FolderNotEmptyError extends Error {
  override name = 'FolderNotEmptyError'
  readonly folder: string
  constructor(folder: string) {
    super(`The folder ${folder} is not empty. Choose another folder.`)
    this.folder = folder
  }
}

/**
 * Returns whether a project can be created in a folder. The folder must not exist, or must contain nothing but a `.git`
 * folder.
 *
 * @internal
 */
export const canCreateProject = (folder: string): boolean =>
  !existsSync(folder) || readdirSync(folder).every((name) => name === '.git')

/**
 * Creates a project that embeds the editor. Its files come from the framework's guide; its `package.json` uses the
 * tested dependency versions.
 *
 * @param framework - One of `frameworks`.
 * @param folder - The project folder. It must not exist or must be empty, except for `.git`.
 * @returns The paths of all project files, relative to the folder, in alphabetical order.
 * @throws FolderNotEmptyError if the folder contains files. Nothing is written in that case.
 * @example
 * createProject(frameworks.find(({ name }) => name === 'react')!, 'my-app')
 * @internal
 */
export function createProject(framework: Framework, folder: string): readonly string[] {
  if (!canCreateProject(folder)) throw new FolderNotEmptyError(folder)
  mkdirSync(folder, { recursive: true })
  if (framework.project) cpSync(getPackagePath('projects', framework.project), folder, { recursive: true })
  const { files } = parseGuide(readFileSync(getGuidePath(framework.guide), 'utf8'))
  for (const [title, text] of Object.entries(files)) {
    const [path = '', keyPath] = title.split(': ')
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, keyPath === undefined ? text : mergeSettings(readFileSync(file, 'utf8'), keyPath, text))
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(createManifest(framework, folder), undefined, 2)}\n`)
  writeFileSync(join(folder, '.gitignore'), ignoredFolders.map((name) => `${name}\n`).join(''))
  writeFileSync(join(folder, 'README.md'), createReadme(framework))
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.git/'))
    .sort()
}

/** Folders that build tools create, for any framework. They are listed in `.gitignore`. */
const ignoredFolders = [
  'node_modules',
  'dist',
  'build',
  '.angular',
  '.astro',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
]

/** Merges settings into the object at a dotted key path in JSON text. */
function mergeSettings(text: string, keyPath: string, settings: string): string {
  const json = JSON.parse(text) as Record<string, unknown>
  let object = json
  for (const key of keyPath.split('.')) object = (object[key] ??= {}) as Record<string, unknown>
  Object.assign(object, JSON.parse(settings))
  return `${JSON.stringify(json, undefined, 2)}\n`
}

function createManifest({ dependencies, devDependencies, scripts }: Framework, folder: string): object {
  const { version } = JSON.parse(readFileSync(getPackagePath('package.json'), 'utf8')) as { version: string }
  return {
    name: toPackageName(basename(resolve(folder))),
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts,
    dependencies: formatVersionRanges({ '@aw-flow/embed': version, ...dependencies }),
    ...(Object.keys(devDependencies).length > 0 ? { devDependencies: formatVersionRanges(devDependencies) } : {}),
  }
}

/** Converts tested versions to caret ranges that also accept compatible newer versions, sorted by package name. */
const formatVersionRanges = (versions: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(versions)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, version]) => [name, /^\d/.test(version) ? `^${version}` : version]),
  )

/** Derives a valid package name from a folder name. */
const toPackageName = (folder: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9~-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'workflow'

const createReadme = ({ title, guide, scripts }: Framework): string => `# Workflow editor with ${title}

\`\`\`sh
npm install
${Object.keys(scripts)
  .map((name) => (name === 'start' ? 'npm start' : `npm run ${name}`))
  .join('\n')}
\`\`\`

The editor is \`<aw-workflow-editor>\` from [@aw-flow/embed](https://www.npmjs.com/package/@aw-flow/embed). The
[guide](https://github.com/aw-flow/aw/blob/main/docs/embedding/${guide}.md) explains the files and the content security
policy for production.
`
