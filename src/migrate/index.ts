export { defineConfig, type MonotableConfig } from './config.js'
