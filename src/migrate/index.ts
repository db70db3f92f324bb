export { defineConfig, type MonotableConfig } from './config.js'
export { type FileSourceOptions, fileSource } from './files/file-source.js'
export type { ItemSource } from './source/item-source.js'
export { type TableSourceOptions, tableSource } from './source/table-source.js'
