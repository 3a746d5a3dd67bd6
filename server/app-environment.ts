/** What is known of a request while it is answered. */
export interface AppEnvironment {
  Variables: {
    /** Given by the caller in `X-Correlation-ID`, or made here; stands in every answer and log line. */
    correlationId: string
  }
}
