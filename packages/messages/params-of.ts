import type { MessageParam, Text } from './message.ts'

/** Parameter types, keyed by the MessageFormat function that formats the parameter. */
interface FunctionParams {
  /** An integer. */
  integer: number
  /** Any number. */
  number: number
  /** A fraction: 0.25 is rendered as 25%. */
  percent: number
  /** A number of bytes. */
  bytes: number
  /** A cost in US dollars. */
  cost: number
  /** A duration in milliseconds. */
  duration: number
  /** A point in time, in milliseconds since the Unix epoch or as an ISO 8601 date. */
  moment: number | string
  /** A point in time in milliseconds since the Unix epoch, rendered as a date. */
  date: number
  /** A point in time in milliseconds since the Unix epoch, rendered as a time of day. */
  time: number
  /** The items of a list. */
  list: readonly (string | number | Exclude<Text, string>)[]
  /** Nested text, rendered in the same language. */
  message: Text
  /** A DuckDB type, rendered as its readable name. */
  columnType: string
  /** A value from the data. Numbers are formatted. */
  value: string | number | boolean
  /** A value that is rendered unchanged. */
  string: string | number | boolean
}

/** Extracts the name of a function, without its options. */
type FunctionName<Source extends string> = Source extends `${infer Name} ${string}` ? Name : Source

/** Parses `name`, `name :integer` or `name :list type=or` into a single parameter and its type. */
type Param<Source extends string> = Source extends `${infer Name} :${infer Function}`
  ? { readonly [Key in Name]: FunctionParams[FunctionName<Function> & keyof FunctionParams] }
  : { readonly [Key in Source]: MessageParam }

/** Collects the parameters of all `{$name …}` placeholders in a message. */
type Placeholders<Source extends string> = Source extends `${string}{$${infer Inner}}${infer Rest}`
  ? Param<Inner> & Placeholders<Rest>
  : unknown

/** Flattens an intersection of object types to a single one. */
type Flatten<Params> = { [Key in keyof Params]: Params[Key] }

/**
 * Infers the parameters of a message from its MessageFormat 2 source: `'{$n :integer} rows in {$file}'` requires `{ n:
 * number; file: string | number | boolean }`.
 *
 * @internal
 */
export type ParamsOf<Source extends string> = Flatten<Placeholders<Source>>
