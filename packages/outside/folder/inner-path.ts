import { error, type Problem } from '@aw-flow/schema'

/**
 * The parts of a path within a folder, or why it is none: an absolute one, one that leads out (`..`), one with NUL, a
 * backslash or a drive, one with a part that begins with a dot (hidden files hold what programs obey).
 */
export function innerPath(path: string): string[] | Problem {
  const refused = (why: string): Problem =>
    error('file.path', `${JSON.stringify(path.slice(0, 200))} is no path within the folder: ${why}.`, {
      where: { setting: 'path' },
      hint: 'Write a relative path such as reports/2026.csv.',
    })
  if (path.trim() === '') return refused('it is empty')
  if (/\p{Cc}/u.test(path)) return refused('it holds a control character')
  if (path.includes('\\')) return refused('it holds a backslash')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return refused('it is absolute')
  if (path.includes(':')) return refused('it holds a colon')
  const parts = path.split('/')
  for (const part of parts) {
    if (part === '') return refused('a part of it is empty')
    if (part.startsWith('.')) return refused(part === '..' ? 'it leads out' : 'a part of it begins with a dot')
    if (/[. ]$/.test(part)) return refused('a part of it ends with a dot or a space')
    if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part)) return refused(`"${part}" is a device of Windows`)
    if (new TextEncoder().encode(part).length > 200) return refused('a part of it is longer than 200 bytes')
  }
  return parts
}
