pub struct {{ handle }} {
    reference: Shared<{{ resource }}>,
}
