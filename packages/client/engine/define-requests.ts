import type { z } from 'zod'

/** The types of one request. */
export interface Exchange<Input, Output, Progress = never> {
  /** The type of the input. */
  input: Input
  /** The type of the output. */
  output: Output
  /** The type of the progress that is reported until the output arrives. */
  progress: Progress
}

type Exchanges<Table> = { [Name in keyof Table]: Exchange<unknown, unknown, unknown> }

/** The schemas of one request. */
export interface RequestSchemas<Types extends Exchange<unknown, unknown, unknown>> {
  readonly input: z.ZodType<Types['input']>
  readonly output: z.ZodType<Types['output']>
  readonly progress?: z.ZodType<Types['progress']>
  /** The handler also responds after an abort. A worker that does not respond in time is terminated. */
  readonly respondsToAbort?: true
}

/** A request in the form that is sent to the worker. */
export interface RequestMessage<Name, Input> {
  readonly name: Name
  readonly input: Input
}

/** A request is a function that creates the message, with its schemas as properties. */
export type Requests<Table extends Exchanges<Table>> = {
  readonly [Name in keyof Table]: RequestSchemas<Table[Name]> &
    ((input: Table[Name]['input']) => RequestMessage<Name, Table[Name]['input']>)
}

/**
 * Creates a table of requests from their schemas.
 *
 * @example
 *   const requests = defineRequests<{ double: Exchange<number, number> }>({
 *     double: { input: z.number(), output: z.number() },
 *   })
 *   await engine.ask(requests.double(4))
 */
export const defineRequests = <Table extends Exchanges<Table>>(schemas: {
  readonly [Name in keyof Table]: RequestSchemas<Table[Name]>
}): Requests<Table> =>
  Object.fromEntries(
    Object.entries<RequestSchemas<Exchange<unknown, unknown, unknown>>>(schemas).map(([name, properties]) => [
      name,
      Object.assign((input: unknown) => ({ name, input }), properties),
    ]),
  ) as unknown as Requests<Table>
