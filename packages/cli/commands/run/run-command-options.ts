/** Options of `aw run`, including those for `--resume`. */
export interface RunCommandOptions {
  input: string[]
  set: string[]
  seed: number
  workflows?: string
  out?: string
  csvForExcel?: boolean
  events?: string
  resume?: string
  approve: string[]
  reject: string[]
  done: string[]
  event: string[]
  migrate?: boolean
  allowHost: string[]
  imported?: boolean
  grant: string[]
  data?: string
  folder?: string
  memory?: string
  json?: boolean
}
