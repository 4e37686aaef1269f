#![expect(clippy::string_slice, reason = "what is cut here is ASCII")]

use proptest::prelude::*;

use crate::auth::recovery_code::RecoveryCode;
use crate::auth::slots::cost::Cost;
use crate::auth::slots::{
    Context, SlotError, is_cheaper_than, open_with_code, open_with_password, pretend_to_open,
    seal_with_code, seal_with_password,
};
use crate::identity::Identity;
use crate::installation::installation_id::Install;
use crate::installation::master_key::MasterKey;

const PASSWORD: &str = "une longue phrase, à moi";

struct Scene {
    master: MasterKey,
    install: Install,
    identity: Identity,
    code: RecoveryCode,
}

impl Scene {
    fn new() -> Self {
        Self {
            master: MasterKey::generate().unwrap(),
            install: Install::generate().unwrap(),
            identity: Identity::generate().unwrap(),
            code: RecoveryCode::generate().unwrap(),
        }
    }

    fn context(&self) -> Context<'_> {
        Context { install: &self.install, person: &[1; 16], key_id: "key-1" }
    }

    fn password_slot(&self) -> Vec<u8> {
        let cost = Cost::for_tests();
        seal_with_password(&self.identity, PASSWORD, &self.context(), &self.master, cost).unwrap()
    }

    fn code_slot(&self) -> Vec<u8> {
        seal_with_code(&self.identity, &self.code, &self.context()).unwrap()
    }
}

#[test]
fn the_right_password_unseals_the_identity() {
    let scene = Scene::new();
    let slot = scene.password_slot();
    let opened = open_with_password(&slot, PASSWORD, &scene.context(), &scene.master).unwrap();
    assert_eq!(opened.secret_text(), scene.identity.secret_text());
    assert_ne!(slot, scene.password_slot(), "each sealing has its own salt");
}

#[test]
fn a_wrong_password_another_pepper_or_another_place_does_not() {
    let scene = Scene::new();
    let slot = scene.password_slot();
    let open = |password, context: &Context<'_>, master: &MasterKey| {
        open_with_password(&slot, password, context, master).unwrap_err()
    };
    let here = scene.context();
    assert_eq!(open("une longue phrase, à toi", &here, &scene.master), SlotError::WrongSecret);
    assert_eq!(open("", &here, &scene.master), SlotError::WrongSecret);
    let other = MasterKey::generate().unwrap();
    assert_eq!(open(PASSWORD, &here, &other), SlotError::WrongSecret);
    let elsewhere = Install::generate().unwrap();
    for moved in [
        Context { install: &elsewhere, ..here },
        Context { person: &[2; 16], ..here },
        Context { key_id: "key-2", ..here },
    ] {
        assert_eq!(open(PASSWORD, &moved, &scene.master), SlotError::WrongSecret);
    }
}

#[test]
fn the_recovery_code_opens_without_the_master_key() {
    let scene = Scene::new();
    let slot = scene.code_slot();
    let typed = RecoveryCode::parse(&scene.code.text()).unwrap();
    let opened = open_with_code(&slot, &typed, &scene.context()).unwrap();
    assert_eq!(opened.secret_text(), scene.identity.secret_text());
    let other = RecoveryCode::generate().unwrap();
    let refused = open_with_code(&slot, &other, &scene.context());
    assert_eq!(refused.unwrap_err(), SlotError::WrongSecret);
    let moved = Context { person: &[2; 16], ..scene.context() };
    assert_eq!(open_with_code(&slot, &scene.code, &moved).unwrap_err(), SlotError::WrongSecret);
}

#[test]
fn one_kind_of_slot_does_not_pass_for_the_other() {
    let scene = Scene::new();
    let (password, code) = (scene.password_slot(), scene.code_slot());
    let here = scene.context();
    let damaged = Some(SlotError::Damaged);
    assert_eq!(open_with_code(&password, &scene.code, &here).err(), damaged);
    assert_eq!(open_with_password(&code, PASSWORD, &here, &scene.master).err(), damaged);
    assert_eq!(is_cheaper_than(&code, Cost::default()).err(), damaged);
    assert_eq!(is_cheaper_than(&password, Cost::default()), Ok(true));
    assert_eq!(is_cheaper_than(&password, Cost::for_tests()), Ok(false));
}

#[test]
fn malformed_slots_are_damaged_and_later_ones_named() {
    let scene = Scene::new();
    let slot = String::from_utf8(scene.password_slot()).unwrap();
    let altered = [
        String::new(),
        "{}".to_owned(),
        "null".to_owned(),
        slot[..slot.len() / 2].to_owned(),
        slot.replace("\"version\":1", "\"version\":0"),
        slot.replace("\"version\":1", "\"version\":1,\"extra\":1"),
        slot.replace("\"memory_kib\":8", "\"memory_kib\":4294967295"),
        slot.replace("\"memory_kib\":8", "\"memory_kib\":-8"),
        slot.replace("\"passes\":1", "\"passes\":4000000000"),
        slot.replace("\"lanes\":1", "\"lanes\":0"),
        slot.replace("\"salt\":\"", "\"salt\":\"AAAA"),
        slot.replace("\"sealed\":\"A", "\"sealed\":\"B"),
    ];
    for altered in altered {
        assert_ne!(altered, slot);
        let opened =
            open_with_password(altered.as_bytes(), PASSWORD, &scene.context(), &scene.master);
        assert_eq!(opened.unwrap_err(), SlotError::Damaged, "{altered}");
    }
    let newer = slot.replace("\"version\":1", "\"version\":2");
    let opened = open_with_password(newer.as_bytes(), PASSWORD, &scene.context(), &scene.master);
    assert_eq!(opened.unwrap_err(), SlotError::Newer { version: 2 });
}

#[test]
fn a_lower_stored_cost_does_not_open_the_slot() {
    let scene = Scene::new();
    let slot = String::from_utf8(scene.password_slot()).unwrap();
    let dearer = slot.replace("\"memory_kib\":8", "\"memory_kib\":16");
    let opened = open_with_password(dearer.as_bytes(), PASSWORD, &scene.context(), &scene.master);
    assert_eq!(opened.unwrap_err(), SlotError::WrongSecret);
}

#[test]
fn pretending_does_the_work_and_says_nothing() {
    let scene = Scene::new();
    let cost = Cost::for_tests();
    assert_eq!(pretend_to_open(PASSWORD, &scene.install, &scene.master, cost), Ok(()));
}

#[test]
fn the_default_cost_works() {
    let scene = Scene::new();
    let cost = Cost::default();
    let context = scene.context();
    let slot =
        seal_with_password(&scene.identity, PASSWORD, &context, &scene.master, cost).unwrap();
    assert!(open_with_password(&slot, PASSWORD, &context, &scene.master).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_altered_slot_never_opens_to_something_else(at: prop::sample::Index, by in 1_u8..) {
        let scene = Scene::new();
        let mut slot = scene.code_slot();
        let at = at.index(slot.len());
        slot[at] ^= by;
        if let Ok(opened) = open_with_code(&slot, &scene.code, &scene.context()) {
            prop_assert_eq!(opened.secret_text(), scene.identity.secret_text());
        }
    }

    #[test]
    fn any_password_works_as_it_is(password: String) {
        let scene = Scene::new();
        let (context, cost) = (scene.context(), Cost::for_tests());
        let slot = seal_with_password(&scene.identity, &password, &context, &scene.master, cost);
        prop_assert!(open_with_password(&slot.unwrap(), &password, &context, &scene.master).is_ok());
    }
}
