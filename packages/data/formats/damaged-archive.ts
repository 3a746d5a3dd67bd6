import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** What became of an archive that cannot be read to its end, in the words of who read it. */
export function damagedArchive({ name }: Pick<SourceFile, 'name'>, kind: string, cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  const said = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
  return new TablesError(
    error('load.archive-damaged', `\`${name}\` is a ${kind} archive that breaks: ${said}.`, {
      where: { file: name },
      hint: 'It was cut off or changed on its way: fetch it again from where it comes.',
    }),
    cause,
  )
}
