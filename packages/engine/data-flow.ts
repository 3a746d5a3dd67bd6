/**
 * Kinds of data in a node's outputs. `untrusted`: text that others wrote, such as files, web pages and output of
 * models, which may contain instructions for a model. `private`: data of the user.
 *
 * @public
 */
export type DataKind = 'untrusted' | 'private'

/**
 * Side effects of a node. `internal`: it changes only data of this workspace. `external`: it affects something outside,
 * for example with a request to a service or an email.
 *
 * @public
 */
export type SideEffects = 'none' | 'internal' | 'external'
