import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const guides = resolve(import.meta.dirname, '../../docs/embedding')
const codeBlock = /^```(\w+) title="([^"]+)"\n(.*?)^```$/gms

/**
 * Reads a guide of `docs/embedding`. Every code block with a title is a file of the project that the guide describes,
 * or settings for the part of a JSON file after a colon, except the policies, one directive per line, under which the build and the development server work.
 *
 * @param {string} name - The guide's file name without extension.
 * @returns {Promise<{ files: Record<string, string>, policy: string | undefined, devPolicy: string | undefined }>}
 */
export async function readGuide(name) {
  const text = await readFile(join(guides, `${name}.md`), 'utf8')
  const files = {}
  for (const [, , title, code] of text.matchAll(codeBlock)) files[title] = code
  const takePolicy = (title) => {
    const lines = files[title]
    delete files[title]
    return lines?.trim().replaceAll(/;?\n/g, '; ').replace(/;$/, '')
  }
  return {
    policy: takePolicy('Content-Security-Policy'),
    devPolicy: takePolicy('Content-Security-Policy of the development server'),
    files,
  }
}
