/** Replaces NUL and lone surrogates, which PostgreSQL rejects, with the replacement character. */
export const toStorableText = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
