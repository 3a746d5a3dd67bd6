import type { Json } from '@aw-flow/schema'

/** A value as a field of text shows it. */
export const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
