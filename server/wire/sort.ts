import { z } from '@hono/zod-openapi'

/**
 * Creates the schema for the sort key of a list. A leading "-" reverses the order: `-updated_at` sorts newest first.
 */
export const createSortSchema = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z
    .enum(names.flatMap((name) => [name, `-${name}`]) as unknown as [string, ...string[]])
    .optional()
    .openapi({
      description: `One of ${names.join(', ')}; a leading "-" reverses the order.`,
      example: `-${names[0]}`,
    })

/** Converts a sort key to the store's sort options. */
export const toSortOptions = <Name extends string>(sort: string | undefined): { sort?: Name; descending?: boolean } =>
  sort === undefined ? {} : { sort: sort.replace(/^-/, '') as Name, descending: sort.startsWith('-') }
