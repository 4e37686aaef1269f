//! Endpoints for notes.

use pecule_app::wealth::notes::{NoteInput, NoteView};
use pecule_app::{Error, Member, Result};
use pecule_domain::id::NoteId;

crate::api::request::collection::collection! {
    tag: "notes", path: "/notes", one: "/notes/{id}", names: "note",
    key: NoteId, line: NoteView, form: NoteInput,
    example: { "text": "The fees fall from January on." },
    list: Member::notes, "Lists notes, oldest first";
    add: Member::add_note, "Writes a note";
    one: note, "Shows a note";
    edit: Member::edit_note, "Rewrites a note; its day stays";
    remove: Member::remove_note, "Removes a note";
}

fn note(member: &Member<'_>, id: NoteId) -> Result<NoteView> {
    member.notes()?.into_iter().find(|note| note.id == id).ok_or(Error::NotFound)
}
