/** A text as PostgreSQL can keep it: NUL and lone surrogates, which it refuses, become the replacement character. */
export const storableText = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')
