import type { z } from 'zod'

/** The types of a request's input, output and progress. */
export interface RequestTypes<Input, Output, Progress = never> {
  /** The input type. */
  input: Input
  /** The output type. */
  output: Output
  /** The type of progress updates sent before the output. */
  progress: Progress
}

type RequestTypeMap<TypeMap> = { [Name in keyof TypeMap]: RequestTypes<unknown, unknown, unknown> }

/** The schemas of a request. */
export interface RequestSchemas<Types extends RequestTypes<unknown, unknown, unknown>> {
  readonly input: z.ZodType<Types['input']>
  readonly output: z.ZodType<Types['output']>
  readonly progress?: z.ZodType<Types['progress']>
  /**
   * The handler sends a response even if the request is aborted. A worker that does not respond in time is terminated.
   */
  readonly respondsToAbort?: true
}

/** A request as it is sent to the worker. */
export interface RequestMessage<Name, Input> {
  readonly name: Name
  readonly input: Input
}

/** Functions that create request messages, keyed by request name. Each function has its schemas as properties. */
export type Requests<TypeMap extends RequestTypeMap<TypeMap>> = {
  readonly [Name in keyof TypeMap]: RequestSchemas<TypeMap[Name]> &
    ((input: TypeMap[Name]['input']) => RequestMessage<Name, TypeMap[Name]['input']>)
}

/**
 * Creates request functions from their schemas.
 *
 * @example
 *   const requests = defineRequests<{ double: RequestTypes<number, number> }>({
 *     double: { input: z.number(), output: z.number() },
 *   })
 *   await engine.ask(requests.double(4))
 */
export const defineRequests = <TypeMap extends RequestTypeMap<TypeMap>>(schemas: {
  readonly [Name in keyof TypeMap]: RequestSchemas<TypeMap[Name]>
}): Requests<TypeMap> =>
  Object.fromEntries(
    Object.entries<RequestSchemas<RequestTypes<unknown, unknown, unknown>>>(schemas).map(([name, properties]) => [
      name,
      Object.assign((input: unknown) => ({ name, input }), properties),
    ]),
  ) as unknown as Requests<TypeMap>
