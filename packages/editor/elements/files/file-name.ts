/** Converts a title to a file name without an extension: letters, digits, dots, underscores and hyphens. */
export const toFileName = (title: string, fallback: string): string =>
  title
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || fallback
