/** Replaces NUL and lone surrogates, which PostgreSQL rejects, with the replacement character. */
export const storableText = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
