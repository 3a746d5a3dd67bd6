import { message, type Message } from '@aw-flow/messages'
import { getColumnTypeKey } from '@aw-flow/schema'

/** Returns the name of a column type in words. */
export const describeColumnType = (type: string): Message => message('column-type', { type: getColumnTypeKey(type) })
