import { defineMigration } from 'monotable/migrate'
import { Note } from './program.js'

export default defineMigration({
  name: 'upper-case',
  from: Note,
  transform: note => ({ ...note, text: note.text.toUpperCase() }),
})
