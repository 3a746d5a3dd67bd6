import { z } from '@hono/zod-openapi'

/** What a list is sorted by; with "-" before it, the other way round: `-updated_at` has the newest first. */
export const sortSchema = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z
    .enum(names.flatMap((name) => [name, `-${name}`]) as unknown as [string, ...string[]])
    .optional()
    .openapi({
      description: `One of ${names.join(', ')}; with "-" before it from the last to the first.`,
      example: `-${names[0]}`,
    })

/** What the store is asked for. */
export const sortRequest = <Name extends string>(sort: string | undefined): { sort?: Name; descending?: boolean } =>
  sort === undefined ? {} : { sort: sort.replace(/^-/, '') as Name, descending: sort.startsWith('-') }
