import type { Json } from '@aw-flow/schema'

/** The text of a value in a text field. */
export const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
