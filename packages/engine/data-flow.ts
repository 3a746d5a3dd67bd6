/**
 * Kinds of data in a node's outputs. `untrusted`: text from outside, such as files, web pages and model output; it may
 * contain instructions for a model. `private`: the user's data.
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
