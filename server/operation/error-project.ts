/** Project of an error tracking service that receives internal errors. */
export interface ErrorProject {
  /** URL to which envelopes are sent. */
  url: string
  /** The project's public key. */
  key: string
  /** The DSN without the password, sent in envelope headers. */
  dsn: string
}

/** Parses a DSN such as `https://KEY@errors.example.com/42`. Returns `undefined` if it is invalid. */
export function parseDsn(dsn: string): ErrorProject | undefined {
  if (!URL.canParse(dsn)) return undefined
  const { protocol, host, username: key, pathname, search, hash } = new URL(dsn)
  const path = pathname.split('/')
  const projectId = path.pop() ?? ''
  const isValid = /^https?:$/.test(protocol) && key !== '' && /^[\w-]+$/.test(projectId) && search === '' && hash === ''
  if (!isValid) return undefined
  return {
    url: `${protocol}//${host}${path.join('/')}/api/${projectId}/envelope/`,
    key,
    dsn: `${protocol}//${key}@${host}${pathname}`,
  }
}
