import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const guides = resolve(import.meta.dirname, '../../docs/embedding')
const codeBlock = /^```(\w+) title="([^"]+)"\n(.*?)^```$/gms

/**
 * Reads a guide of `docs/embedding`. Every code block with a title is a file of the project that the guide describes,
 * except those titled `Content-Security-Policy`: the policy, one directive per line, under which the project works.
 *
 * @param {string} name - The guide's file name without extension.
 * @returns {Promise<{ files: Record<string, string>, policy: string | undefined }>}
 */
export async function readGuide(name) {
  const text = await readFile(join(guides, `${name}.md`), 'utf8')
  const files = {}
  let policy
  for (const [, , title, code] of text.matchAll(codeBlock)) {
    if (title === 'Content-Security-Policy') policy = code.trim().replaceAll(/;?\n/g, '; ').replace(/;$/, '')
    else files[title] = code
  }
  return { files, policy }
}
