//* ---
//* template: delete-empty-gdg
//* purpose: Delete the base of a generation data group; IDCAMS refuses (8) while it has a generation
//* parameters:
//*   step: { type: step-name }
//*   base: { type: data-set }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { text: "IDC0550I ENTRY (B) {{ base }} DELETED", ddname: SYSPRINT }
//* ---
//{{ step }} EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
  DELETE {{ base }} -
         GENERATIONDATAGROUP
/*
