/** A word and what it means. */
export interface CompletedWord {
  word: string
  description: string
}

/** An option of a command. `values` are its choices; `undefined` for a file name or any other value. */
export interface CompletedOption extends CompletedWord {
  hasValue: boolean
  isRepeatable: boolean
  values: readonly string[] | undefined
}

export interface CompletedCommand extends CompletedWord {
  options: readonly CompletedOption[]
  /** The choices of the first argument; `undefined` for file names. */
  values: readonly string[] | undefined
}
