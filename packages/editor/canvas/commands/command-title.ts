import type { CanvasCommand } from './command.ts'

/** A command's title: its own, the one in `titles`, or its id. */
export function commandTitle(
  { id, title }: Pick<CanvasCommand, 'id' | 'title'>,
  titles: Readonly<Record<string, string>>,
): string {
  return title ?? titles[id] ?? id
}
