/** Errors of files: no permission, no file, too many or too large files, and a failing or read-only disk. */
const fileFaultPattern = /^(EACCES|EPERM|EROFS|EIO|ENOENT|ENOTDIR|EMFILE|ENFILE|EFBIG)$/
const networkCallPattern = /^(connect|getaddrinfo|listen|bind|spawn)/
/** Codes of PostgreSQL: `io_error`, `undefined_file`, `data_corrupted` and `index_corrupted`. */
const databaseFaultPattern = /^(58030|58P01|XX001|XX002)$/
/** `insufficient_privilege`, which is also the code of a statement that its role may not execute. */
const deniedCode = '42501'

const readCode = (cause: Error): string => ('code' in cause ? String(cause.code) : '')

/** Returns whether the files of the database contain something that it did not write. */
export const isDamaged = (cause: unknown): boolean => cause instanceof Error && /^XX00[12]$/.test(readCode(cause))

/** Returns whether a file of the server or of its database cannot be read or written. */
export function isDataFault(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const code = readCode(cause)
  const isFileFault =
    'syscall' in cause && !networkCallPattern.test(String(cause.syscall)) && fileFaultPattern.test(code)
  const isDenied = code === deniedCode && /could not \w+ (?:file|directory)/.test(cause.message)
  return isFileFault || isDenied || databaseFaultPattern.test(code) || isDataFault(cause.cause)
}
