/** Makes Node load its own `fetch`, which happens on first access. */
void globalThis.Response
