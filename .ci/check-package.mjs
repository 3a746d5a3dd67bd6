import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** CommonJS resolutions, which the packages do not support. The `esm-only` profile of `attw` ignores them too. */
const ignoredResolutions = new Set(['node10', 'node16-cjs'])

/**
 * Checks a packed package with `publint` and `attw --profile esm-only`.
 *
 * @param {string} tarball - The path of the tarball.
 * @returns {Promise<string[]>} The reported problems; empty if the package is correct.
 */
export async function checkTarball(tarball) {
  const bytes = new Uint8Array(readFileSync(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer.slice(0) }, strict: true })
  const { problems = [] } = await checkPackage(createPackageFromTarballData(bytes))
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`),
    ...problems
      .filter(({ resolutionKind, resolutionOption }) => !isIgnored(resolutionKind, resolutionOption))
      .map(({ kind, entrypoint = '', ...rest }) => `attw: ${kind} ${entrypoint} ${JSON.stringify(rest)}`),
  ]
}

const isIgnored = (kind, option) => ignoredResolutions.has(kind) || option === 'node10'
