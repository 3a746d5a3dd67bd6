/** A title as the start of a file name: letters, digits, dots and hyphens only. */
export const fileName = (title: string, otherwise: string): string =>
  title
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || otherwise
