import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Names and guides of the frameworks that projects are created for. */
export const frameworks = JSON.parse(await readFile(join(root, 'packages/create/frameworks.json'), 'utf8'))

/**
 * Reads a guide of `docs/embedding`. The packages must be built.
 *
 * @param {string} name - The guide's file name without extension.
 * @returns {Promise<{ files: Record<string, string>, policy: string | undefined, devPolicy: string | undefined }>} The files
 * of the project that the guide describes, and the policies under which its build and its development server work.
 */
export async function readGuide(name) {
  const { parseGuide } = await import('../../packages/create/dist/index.js')
  const { files, policies } = parseGuide(await readFile(join(root, 'docs/embedding', `${name}.md`), 'utf8'))
  const inOneLine = (lines) => lines?.trim().replaceAll(/;?\n/g, '; ').replace(/;$/, '')
  return {
    files,
    policy: inOneLine(policies['Content-Security-Policy']),
    devPolicy: inOneLine(policies['Content-Security-Policy of the development server']),
  }
}
