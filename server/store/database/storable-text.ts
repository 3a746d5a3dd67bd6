/** Replaces NUL characters and lone surrogates, which PostgreSQL rejects, with U+FFFD. */
export const toStorableText = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
