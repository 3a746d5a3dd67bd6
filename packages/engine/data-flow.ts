/**
 * The kind of data in a node's outputs. `untrusted`: text from outside, such as files, web pages and model output,
 * which may contain instructions aimed at a model. `private`: the user's data.
 *
 * @public
 */
export type DataKind = 'untrusted' | 'private'

/**
 * The side effects of a node. `internal`: it changes only data of this workspace. `external`: it affects something
 * outside the workspace, for example by sending an email or a request to a service.
 *
 * @public
 */
export type SideEffects = 'none' | 'internal' | 'external'
