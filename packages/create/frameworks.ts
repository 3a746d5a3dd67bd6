import { readFileSync } from 'node:fs'
import { getPackagePath } from './package-file.ts'

/** A framework that projects can be created for. @internal */
export interface Framework {
  /** The value of `--framework`. */
  readonly name: string
  readonly title: string
  /** The name of its guide. The code blocks of the guide are the files of the project. */
  readonly guide: string
  /** The folder of files that the framework's own generator writes. */
  readonly project?: string
  /** The minimum version of Node, if it is newer than the minimum of this package. */
  readonly requiresNode?: string
  /** Tested versions by package. */
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}

/** All frameworks, in display order. @internal */
export const frameworks = JSON.parse(readFileSync(getPackagePath('frameworks.json'), 'utf8')) as readonly Framework[]

/** Returns whether a version is equal to or newer than a minimum. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = version.split('.').map(Number)
  for (const [index, required] of minimum.split('.').map(Number).entries()) {
    const number = numbers[index] ?? 0
    if (number !== required) return number > required
  }
  return true
}
