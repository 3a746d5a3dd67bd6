/** A title as the beginning of a file's name: letters, digits, dots and lines only. */
export const fileName = (title: string, otherwise: string): string =>
  title
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || otherwise
