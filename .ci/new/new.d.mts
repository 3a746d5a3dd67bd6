/** Writes the files and entries of a new part into a checkout. */
export function writePart(
  root: string,
  kind: string,
  name: string,
  germanName?: string,
): { paths: string[]; steps: string[] }
