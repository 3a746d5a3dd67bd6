/** The project that receives internal errors. */
export interface ErrorProject {
  /** URL that receives envelopes. */
  url: string
  /** Public key of the project. */
  key: string
  /** The DSN without a password, for the header of envelopes. */
  dsn: string
}

/** Reads a DSN, such as `https://KEY@errors.example.com/42`. Returns `undefined` if it is not valid. */
export function parseDsn(dsn: string): ErrorProject | undefined {
  if (!URL.canParse(dsn)) return undefined
  const { protocol, host, username: key, pathname, search, hash } = new URL(dsn)
  const path = pathname.split('/')
  const project = path.pop() ?? ''
  const isValid = /^https?:$/.test(protocol) && key !== '' && /^[\w-]+$/.test(project) && search === '' && hash === ''
  if (!isValid) return undefined
  return {
    url: `${protocol}//${host}${path.join('/')}/api/${project}/envelope/`,
    key,
    dsn: `${protocol}//${key}@${host}${pathname}`,
  }
}
