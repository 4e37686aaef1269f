//! Adds, edits and removes dated notes about an asset.

use jiff::civil::Date;
use pecule_domain::id::{AssetId, NoteId};
use pecule_domain::portfolio::note::Note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;

/// A note as it is displayed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoteView {
    #[schema(value_type = String)]
    pub id: NoteId,
    /// The asset that it is about.
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    /// The day it was written; an edit does not change it.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    pub text: String,
}

/// The fields of a note to be added or edited.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// The asset that it is about.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub asset: Option<AssetId>,
    pub text: String,
}

impl From<Note> for NoteView {
    fn from(note: Note) -> Self {
        Self { id: note.id, asset: note.asset, on: note.on, text: note.text }
    }
}

impl Member<'_> {
    /// Every note, the latest first.
    pub fn notes(&self) -> Result<Vec<NoteView>> {
        let notes = self.open().books.read(|view| view.notes())?;
        Ok(notes.into_iter().map(NoteView::from).collect())
    }

    /// The notes about an asset, the latest first.
    pub fn notes_of(&self, asset: AssetId) -> Result<Vec<NoteView>> {
        let notes = self.open().books.read(|view| view.notes_of(asset))?;
        Ok(notes.into_iter().map(NoteView::from).collect())
    }

    /// Adds a note dated today.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the text is empty or too long.
    pub fn add_note(&self, form: &NoteInput) -> Result<NoteView> {
        let note = parse(self.draw(NoteId::new)?, self.today(), form)?;
        self.change("note-added", &json!({}), |edit| Ok(edit.put_note(&note)?))?;
        Ok(note.into())
    }

    /// Changes the text and the asset of a note; its date stays.
    pub fn edit_note(&self, id: NoteId, form: &NoteInput) -> Result<NoteView> {
        let known = self.open().books.read(|view| view.note(id))?;
        let note = parse(id, known.on, form)?;
        self.change("note-edited", &json!({}), |edit| Ok(edit.put_note(&note)?))?;
        Ok(note.into())
    }

    /// Removes a note.
    pub fn remove_note(&self, id: NoteId) -> Result<()> {
        self.open().books.read(|view| view.note(id))?;
        self.change("note-removed", &json!({}), |edit| Ok(edit.remove_note(id)?))
    }
}

fn parse(id: NoteId, on: Date, form: &NoteInput) -> Result<Note> {
    let written = validate::notes("text", &form.text)?;
    if written.is_empty() {
        return Err(Error::invalid("text", Reason::Required));
    }
    Ok(Note { id, asset: form.asset, on, text: written })
}
