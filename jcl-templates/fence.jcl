//* ---
//* template: fence
//* purpose: Let the job steps that follow run once a name; the name is
//*   catalogued for good, and a second job with it does nothing
//* parameters:
//*   step: { type: step-name, default: LSFENCE }
//*   name:
//*     type: data-set
//*     says: no data set, a catalogue entry alone; another at each attempt
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - text: "IDC0002I*MAXIMUM CONDITION CODE WAS 0"
//*         ddname: SYSPRINT
//* ---
//{{ step }} EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
  DEFINE NONVSAM ( -
         NAME({{ name }}) -
         DEVICETYPES(3390) -
         VOLUMES(LSFENC) )
/*
//         IF ({{ step }}.RC = 0) THEN
