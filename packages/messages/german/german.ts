/** German strings for the codes of an English catalog: complete by type, each a source in MessageFormat 2. */
export type German<English> = { readonly [Key in keyof English]: string }
