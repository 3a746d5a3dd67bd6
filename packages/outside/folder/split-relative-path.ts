import type { MessageCode } from '@aw-flow/messages'
import { error, failed, ok, type Result } from '@aw-flow/schema'

/**
 * Splits a relative path into segments, or returns a problem. Rejects absolute paths, paths that leave the folder
 * (`..`), control characters, backslashes, drive letters, and hidden files, which often configure programs.
 */
export function splitRelativePath(path: string): Result<string[]> {
  const reject = (reason: MessageCode & `file.path-${string}`, part = ''): Result<string[]> =>
    failed(
      error(
        'file.path',
        { path: JSON.stringify(path.slice(0, 200)), reason: { code: reason, params: { part } } },
        { where: { setting: 'path' } },
      ),
    )
  if (path.trim() === '') return reject('file.path-empty')
  if (/\p{Cc}/u.test(path)) return reject('file.path-control-character')
  if (path.includes('\\')) return reject('file.path-backslash')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return reject('file.path-absolute')
  if (path.includes(':')) return reject('file.path-colon')
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '') return reject('file.path-empty-part')
    if (segment.startsWith('.')) return reject(segment === '..' ? 'file.path-outside' : 'file.path-hidden', segment)
    if (/[. ]$/.test(segment)) return reject('file.path-trailing', segment)
    if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment)) return reject('file.path-device', segment)
    if (new TextEncoder().encode(segment).length > 200) return reject('file.path-too-long', segment)
  }
  return ok(segments)
}
