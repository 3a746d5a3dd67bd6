/** Returns whether a full disk caused an error of the file system or the database (code 53100). */
export function isDiskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = 'code' in cause ? String(cause.code) : ''
  return /^(ENOSPC|EDQUOT|53100)$/.test(code) || (cause.cause instanceof Error && isDiskFull(cause.cause))
}
